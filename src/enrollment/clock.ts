/** Time is passed in, so that rules can be tested at any moment. */
export interface Clock {
  now(): Date;
}
