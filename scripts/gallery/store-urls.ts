/** Microsoft Authenticator in the app stores, as short as they take it: each character makes a QR code denser. */
export const STORE_URLS = {
  ios: "https://apps.apple.com/app/id983156458",
  android: "https://play.google.com/store/apps/details?id=com.azure.authenticator",
} as const;
