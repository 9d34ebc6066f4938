/** The wordings of one sentence by plural category; a language gives those that it has. */
export type PluralForms = Readonly<
  Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
>;

/** The wording that fits `count` by the language's own plural rules. */
export function counted(rules: Intl.PluralRules, count: number, forms: PluralForms): string {
  return forms[rules.select(count)] ?? forms.other;
}
