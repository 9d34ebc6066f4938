/** Where a card sends people, and how the organisation is called. Comes from configuration, checked there. */
export type OrganisationLinks = {
  readonly organisationName: string;
  /** Absolute https URL of the help desk's request form. */
  readonly helpDeskUrl: string;
  /** Absolute https URL of the page where people manage their own sign-in methods. */
  readonly securityInfoUrl: string;
};
