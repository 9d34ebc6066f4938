// Written by scripts/draw-qr-codes.ts.
/** Where Microsoft Authenticator is found, with the QR code that opens the page, quiet zone included. */
export const QR_CODES = {
  ios: {
    url: "https://apps.apple.com/app/id983156458",
    size: "111px",
    picture:
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAN4AAADeBAMAAACgSaOEAAAABlBMVEX///8AAABVwtN+AAAAAnRSTlP//8i138cAAAGVSURBVHja7dxBjsMgDADAfGH//9m9VVVjOzbQ3cv4UFVpwuQAyDik1yWEEEIIIcQ/xU8Ur5/qkx9b4PH2vfDI67L79R83lLXA453y3vvxvaNnrb8fCVvg8b7kFRffb4vH+2Mv/DUcKjzet72su3fm7mP5C4/XXo+NPg+s/3i8vRrUfSrfbZfHG9Y/syN3tf7k8Q5690LVY3cP76mbT/B4Pa9eX2XzcnjmyqzN4y3lCuEa7H4T4Rce75QXwkV+UA+PxYHB47WZbMr+aK6oEbTyFx5vnn9mW1Ky7HaUIvN4U6+uk9ZDJRwD4/oEj3e1nlcVfT2cvhfzCR5v6I2WUp1n/zzeQa9Y8GdNZ/N4d/zxeNd4/swSiGy/aXYaj3fQqzeePs7URarB4+14/XGS7QPorOt4vDWvaCucmuv9/SuVVh6vVy/IMoOiAjt4BsDjrXrNndDZJv6V+gSPd+2+j5ddGb7hPKu38njbXjZZZ7sBnkkeb+4Vnbuurs5eFuXx5l79Pl4xBjr/XcLj7XhCCCGEEEJ8OX4BrkD8EjJD15UAAAAASUVORK5CYII=",
  },
  android: {
    url: "https://play.google.com/store/apps/details?id=com.azure.authenticator",
    size: "123px",
    picture:
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAPYAAAD2BAMAAAAXPGf7AAAABlBMVEX///8AAABVwtN+AAAAAnRSTlP//8i138cAAAH5SURBVHja7dxLbsMwDEXRbCH732xmhWHxPVK2fgUuBwFqJzrOQBBFMf18CIIgCIIgCII4Mr5RXO/+vce839/Fxj7BDq9cX9s3h3eLV7Cxd9nX+WA+H06n8JnMaNjY59i3K+3y0N7Fxv53tvpYC0+Z39jYE2w/ejuiWk6G5WvY2KNttVQ8ex2w/8bGHm1XSo7hjGrLQFPKndjYI2yV9Kt03+RDauJhY2+3bw+hBmrLPbeLbYbUsZZgY8+3ww+0m1s1lnms/EtjY6+yw6Hb+RYuHum+Ahv7KDucYD6LUge0fRsGbOz5tqnF+9S/Uu4v9dZgYy+xzS7XFPHVdiI95cLG3mWH2Xy4Kqi0yTwKNvZ22zSHqXH99lhtMLCx99qqmcD/6av51RMsbOy1tqlR+tNZf9z15MQAG3u0rX7C5Dt9fWLU96WxsZfY5oTVV3be5kzY2AvtNPVJz6XCx63WNLGxl9hhqlRpGlNHth39a9jYC22TDKXzzR9fYWOfY/uiT9pD41cXbOztdjr3TDOlOdzq7iTDxp5p13+zF9Y000Wlbw+MjT3N9ruFyv/O8CVRbOxD7PrsUiM+SZiwsQ+wVRuBWVTUIS429sm26rCp7ARerSXY2BNs8zTm86bVprumiY092U6PY02D+6v2d2zsVTZBEARBEARBEFvjB5zFqqVaGM06AAAAAElFTkSuQmCC",
  },
} as const;
