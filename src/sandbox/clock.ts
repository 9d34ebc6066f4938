/** Time is passed in, so that expiry can be tested at any moment. */
export interface Clock {
  now(): Date;
}
