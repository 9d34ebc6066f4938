import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";
import { StorageError } from "./storage-error.ts";

const KEY_BYTES = 32;
/** What AES-GCM is made for: other lengths are hashed first (NIST SP 800-38D, 8.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "1";

type Key = { readonly id: string; readonly bytes: Uint8Array };

/**
 * Encrypts what must not be read by somebody who has only the database: AES-256-GCM, a nonce of 96 random bits for each
 * value. A sealed value is bound to its place: in another row or field it does not open.
 */
export class Seal {
  readonly #newest: Key;
  readonly #keys: ReadonlyMap<string, Key>;

  /**
   * @param keys 32 bytes each. The first one seals; all of them open, so that a key can be replaced while what it sealed
   * is still in use. A key's id is derived from it.
   * @throws RangeError when there is no key, or one of another length
   */
  constructor(keys: readonly Uint8Array[]) {
    const [newest, ...older] = keys.map(toKey);
    if (newest === undefined) throw new RangeError("A seal needs at least one key");
    this.#newest = newest;
    this.#keys = new Map([newest, ...older].map((key) => [key.id, key]));
  }

  /** `version.key id.base64url(nonce, ciphertext, tag)` */
  close(text: string, place: readonly string[]): string {
    const { id, bytes } = this.#newest;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", bytes, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(place));
    const sealed = [nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()];
    return `${VERSION}.${id}.${Buffer.concat(sealed).toString("base64url")}`;
  }

  /**
   * The text, or null when its key is not among ours any more.
   * @throws StorageError `storage.seal-broken` when it was changed, or sealed for another place
   */
  open(sealed: string, place: readonly string[]): string | null {
    const [version, id = "", content = ""] = sealed.split(".");
    const key = this.#keys.get(id);
    if (version === VERSION && key === undefined) return null;
    const bytes = Buffer.from(content, "base64url");
    if (version !== VERSION || key === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) {
      throw broken();
    }
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const text = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
    } catch (cause) {
      throw broken(cause);
    }
  }
}

function toKey(bytes: Uint8Array): Key {
  if (bytes.length !== KEY_BYTES) {
    throw new RangeError(`A key has ${KEY_BYTES} bytes; this one has ${bytes.length}`);
  }
  // A hash of 256 random bits tells nobody the key.
  return { id: hash("sha256", bytes, "base64url").slice(0, 8), bytes: Uint8Array.from(bytes) };
}

// JSON keeps ["ab", "c"] and ["a", "bc"] apart.
const boundTo = (place: readonly string[]): Buffer => Buffer.from(JSON.stringify(place));

function broken(cause?: unknown): StorageError {
  return new StorageError(
    "storage.seal-broken",
    "An encrypted value was changed in the database, or copied from another row: find out who writes to the database besides this program. Nothing was given out.",
    { cause },
  );
}
