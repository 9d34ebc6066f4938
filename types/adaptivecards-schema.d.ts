// adaptivecards-templating types one parameter with the *source* of adaptivecards, which does not compile under our
// settings. tsconfig's `paths` leads that one import here; nothing of ours uses the type.
export type IAdaptiveCard = object;
