import { randomInt } from "node:crypto";

/** Makes the id that joins what a person is told with what the log says. */
export type NewReference = () => string;

// No 0/O, 1/I/L: people read these out on the phone.
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** Eight letters, for instance `K7QM-2XWB`. */
export const newReference: NewReference = () => {
  const letters = Array.from({ length: 8 }, () => LETTERS.charAt(randomInt(LETTERS.length)));
  return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
};
