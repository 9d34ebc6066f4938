// Written by scripts/draw-qr-codes.ts.
/** Where Microsoft Authenticator is found, with the QR code that opens the page, quiet zone included. */
export const QR_CODES = {
  ios: {
    url: "https://apps.apple.com/app/id983156458",
    picture:
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAJQAAACUBAMAAACHEh3nAAAABlBMVEX///8AAABVwtN+AAAAAnRSTlP//8i138cAAAE/SURBVHja7ZlLDoMwDES5Qu9/2S4QwvbMBLJrPbYECpA+VU78i49jZGRk5M/kk+R8c77NX/lcN1Qdx3t+xrl+qEuN95WfIyp+GxRTcN68g4qqvY03jgbFFHy7ubw9tzxDQ1R2/etrK+K0Q/FlQMf34qftUVmd1dUxA5dYA1R1Zmwym+WJquOKyuF2WQK0RmFCFo36UjXeHVFovFXlGHQf/1NblDLUaNYYSl96hmaonK6y0JFLzscVbIvSxTeWSGyeF0onZreB1wV5DBQtUXE78i2oSkxfVA6g6P4w6XVG8WQEt600ZxOUOpJgR9EyVLRHrVM3VUx5otiRDRbhOH7VEmqHUtu1JmgynbVC4dF9dHfMnDe6ABao2kDbSNWMUJi0xfAgDdoCxQon1jZbNoQsUDx0VoBqZTuhRkZGRn5cvrEc3YmWsAyPAAAAAElFTkSuQmCC",
  },
  android: {
    url: "https://play.google.com/store/apps/details?id=com.azure.authenticator",
    picture:
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAALQAAAC0BAMAAADP4xsBAAAABlBMVEX///8AAABVwtN+AAAAAnRSTlP//8i138cAAAHjSURBVHja7ZtRbsMwDEN9hd7/sv0YgkgkJdntz4pQQAcXiZ+DEZYY213L4XA4HD8VrxR/3+8rV+v6xq3Y1+gJndvXRz1AvIr3Gb2Hjh0jKEuG13Rfo/fRsVueVLeA98BGf4OuRcS0ZPQnaG7jjWrg48xnNJXdk89hRX84uhrqtjhqyC2U0UV6iokmovNEwUEzwegJzSCWFBMT3i9FNVqWgigWi5PheSI1U8fopuzmQTBB4TV8MKN30JWlRCljqeWW0RNayYd2HY0jxuasfDxaF9xKtgzBBzB6QuuCm+XiJISytxbH6OJ1k1+A8tBcPMr0ZDRdUCYnG0UlqWobvdosEjuqdM9WRpkco3fQmPxV58rC1xsXRq/RY1eLt0pk3IIzekJzJxZX25v2eY0ebDtPAVxqUUbH6HXwf2ZENZX0Zlu7RW90cxwCrbrecsADEkZPaC1mBqC9RJlbuNHla5JartIyc3+je7R6HdLWBY9A8PQx+jWsh2jDXh0x4cIw+CejB3Op/uqjEEfbyA9H18chlHjVlv3h0ZPHoqukzod4snQqvRk9odmMd+VCL5yPOxxGL73Vg4PtHf8x+nO0auPCYiOk0eOxTF7W0ssEw06S0Vuv/11RRdTxL08ejHY4HA7Hv443sQ1z8Be9ay4AAAAASUVORK5CYII=",
  },
} as const;
