import { createHash, createHmac } from "node:crypto";

const stepSeconds = 30;
const digits = 6;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The shared secret behind the codes of an entry: derived, so that page and phone need not keep it. */
export function secretOf(methodId: string): Buffer {
  return createHash("sha1").update(`sandbox code ${methodId}`).digest();
}

/** Time-based one-time password (RFC 6238: SHA-1, 30 seconds, 6 digits). */
export function oneTimeCode(secret: Buffer, at: Date): string {
  return codeOfStep(secret, Math.floor(at.getTime() / 1000 / stepSeconds));
}

/** Whether it is the code of now or of a step beside it: clocks differ, and people type slowly. */
export function isOneTimeCode(secret: Buffer, typed: string, at: Date): boolean {
  const step = Math.floor(at.getTime() / 1000 / stepSeconds);
  return [step - 1, step, step + 1].some((candidate) => codeOfStep(secret, candidate) === typed);
}

/** Base32 without padding (RFC 4648), as `otpauth:` addresses carry secrets. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => alphabet.charAt(Number.parseInt(group.padEnd(5, "0"), 2)))
    .join("");
}

function codeOfStep(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const value = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(value).padStart(digits, "0");
}
