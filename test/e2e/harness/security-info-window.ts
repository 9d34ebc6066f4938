import type { Page } from "playwright-core";

/** Microsoft's page where people manage their own sign-in methods, in a window beside the chat. */
export class SecurityInfoWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** With the account that the link names; resolves when the list of sign-in methods is there. */
  async signIn(): Promise<void> {
    await this.press("Sign in");
    await this.page.getByRole("heading", { name: "Security info" }).waitFor();
  }

  /** From the list to the choice of methods. */
  async chooseToAdd(): Promise<void> {
    await this.page.getByText("Add sign-in method").first().click();
    await this.page.getByRole("heading", { name: "Add a sign-in method" }).waitFor();
  }

  /** From the choice of methods to the QR code. */
  async chooseAuthenticator(): Promise<void> {
    await this.page.getByText("Microsoft Authenticator", { exact: true }).first().click();
    await this.press("Next", "Next");
    await this.seesQrCode();
  }

  async toQrCode(): Promise<void> {
    await this.chooseToAdd();
    await this.chooseAuthenticator();
  }

  async seesQrCode(): Promise<void> {
    await this.page.getByText("Can't scan image?").waitFor();
  }

  /** The QR code expired or was refused: the page makes a new one. */
  async renewQrCode(): Promise<void> {
    await this.press("Back", "Next");
    await this.seesQrCode();
  }

  /** From the QR code that a phone has scanned to the test notification; resolves to the number shown. */
  async sendTest(): Promise<string> {
    await this.press("Next");
    return this.shownNumber();
  }

  async shownNumber(): Promise<string> {
    return (await this.page.getByLabel("Number to enter in the app").innerText()).trim();
  }

  /** After the phone has approved. */
  async finish(): Promise<void> {
    await this.press("Next", "Done");
    await this.sees("The sign-in method was added.");
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async press(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      await this.page.getByRole("button", { name: label, exact: true }).first().click();
    }
  }

  async sees(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }
}
