import { hash } from "node:crypto";

/**
 * A key of fixed length for text of any length and any characters: SHA-256, base64url, 43 characters.
 * JSON keeps apart what UTF-8 would merge (lone surrogates) and what PostgreSQL refuses (U+0000).
 */
export function textHash(text: string): string {
  return hash("sha256", JSON.stringify(text), "base64url");
}
