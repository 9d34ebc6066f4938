/**
 * Scatters a whole number over 32 bits, always in the same way (the finisher of MurmurHash3). Nothing secret depends on
 * it: it makes a made-up tenant look like one, and the same at each start.
 */
export function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A share from 0 to 1 that belongs to `index`; another one for each `aspect`. */
export function shareOf(seed: number, index: number, aspect: number): number {
  return mix(mix(index + 1) ^ mix(seed + Math.imul(aspect, 0x9e3779b9))) / 0x1_0000_0000;
}
