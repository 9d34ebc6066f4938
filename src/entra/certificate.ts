import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { EntraError } from "./entra-error.ts";

export type Certificate = {
  readonly key: KeyObject;
  /** SHA-256 of the certificate, base64url: how Entra finds it among those of the registration. */
  readonly thumbprint: string;
};

/**
 * A certificate with its private key out of a PEM file, as Key Vault hands them out and as `openssl req` writes them.
 * Read anew each time, so that a renewed one counts at once.
 * @throws EntraError
 */
export async function readCertificate(file: string, now: Date): Promise<Certificate> {
  const { certificate, key } = await read(file);
  if (key.asymmetricKeyType !== "rsa") {
    throw unusable(file, "has a key that is not RSA, and Entra takes no other");
  }
  if (!certificate.checkPrivateKey(key)) {
    throw unusable(file, "has a private key that is not the certificate's");
  }
  if (now.getTime() >= certificate.validToDate.getTime()) {
    throw unusable(file, `expired at ${certificate.validToDate.toISOString()}`);
  }
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex");
  return { key, thumbprint: thumbprint.toString("base64url") };
}

async function read(file: string): Promise<{ certificate: X509Certificate; key: KeyObject }> {
  try {
    const pem = await readFile(file, "utf8");
    return { certificate: new X509Certificate(pem), key: createPrivateKey(pem) };
  } catch (cause) {
    // The reader's own errors name the file or what is wrong with it, and nothing of what is in it.
    throw unusable(file, "cannot be read as a PEM file with a certificate and its key", cause);
  }
}

const unusable = (file: string, why: string, cause?: unknown): EntraError =>
  new EntraError(
    "entra.certificate-unreadable",
    `The certificate ${file} ${why}: put a PEM file there with the certificate that the app registration knows and its private key, unencrypted and readable by this process.`,
    { cause },
  );
