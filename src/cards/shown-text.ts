const MAX_LENGTH = 80;

// Line breaks and control characters would tear a row apart; the marks that turn the direction of writing could make
// one name read like another.
const UNSHOWABLE = /[\s\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * A name that somebody else chose (a device, an organisation, a type) as one short line. It belongs in a TextRun and
 * nowhere else: a TextRun shows Markdown as it is written, while TextBlocks, facts and `speak` interpret theirs.
 */
export function shownText(text: string): string {
  const line = text.toWellFormed().replace(UNSHOWABLE, " ").trim();
  // Even a TextRun turns {{DATE(…)}} into a date; a word joiner keeps the braces apart without being seen.
  const literal = line.replaceAll("{{", "{\u2060{");
  const characters = Array.from(literal);
  return characters.length > MAX_LENGTH
    ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…`
    : literal;
}

const DIGITS_NEEDED = 6;

/** The last two digits of a phone number, or none of a number too short to hide the rest: `•••• 55`. */
export function maskedPhone(phoneNumber: string): string {
  const digits = phoneNumber.replace(/\D/g, "");
  return digits.length >= DIGITS_NEEDED ? `•••• ${digits.slice(-2)}` : "••••";
}

/** First letter and domain of a mail address: `a•••@example.com`. What is no address is hidden whole. */
export function maskedEmail(address: string): string {
  const at = address.lastIndexOf("@");
  if (at < 1) return "•••";
  const [first = ""] = address;
  return `${first}•••${address.slice(at)}`;
}
