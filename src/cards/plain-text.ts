/** Our own words without the Markdown that sets labels in bold, for what is spoken. Not for what others named. */
export const plainText = (text: string): string => text.replaceAll("**", "");
