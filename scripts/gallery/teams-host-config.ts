export type Theme = "light" | "dark";

type Ink = { readonly default: string; readonly subtle: string };

const SHADES = {
  light: {
    ink: ink("#252424", "#bf252424"),
    accent: ink("#6264a7", "#8b8cc7"),
    attention: ink("#c4314b", "#e5c4314b"),
    paper: "#ffffff",
    emphasis: "#f9f8f7",
  },
  dark: {
    ink: ink("#ffffff", "#bfffffff"),
    accent: ink("#a6a7dc", "#8b8cc7"),
    attention: ink("#d74654", "#e5d74654"),
    paper: "#2d2c2c",
    emphasis: "#292828",
  },
} as const;

// Teams keeps these four pale in both themes and writes on them in dark ink.
const TINTS = { good: "#ccffcc", warning: "#ffe2b2", attention: "#ffc5b2", accent: "#c7def9" };

/**
 * Sizes and colours as Teams draws cards, for a look at ours without Teams. Not exact.
 * Source: https://github.com/microsoft/AdaptiveCards, samples/HostConfig/microsoft-teams-light.json and -dark.json.
 */
export function teamsHostConfig(theme: Theme): object {
  const shades = SHADES[theme];
  const styles = Object.entries(TINTS).map(
    ([name, backgroundColor]) =>
      [
        name,
        { backgroundColor, foregroundColors: inks("dark" === theme ? "light" : theme) },
      ] as const,
  );
  return {
    supportsInteractivity: true,
    fontFamily: "'Segoe UI', 'Open Sans', 'DejaVu Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: theme === "light" ? "#eeeeee" : "#484644" },
    imageSizes: { small: 32, medium: 52, large: 100 },
    textBlock: { headingLevel: 2 },
    containerStyles: {
      default: { backgroundColor: shades.paper, foregroundColors: inks(theme) },
      emphasis: { backgroundColor: shades.emphasis, foregroundColors: inks(theme) },
      ...Object.fromEntries(styles),
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: "Horizontal",
      actionAlignment: "Left",
    },
  };
}

// The shades of "good" and "warning" are too pale to read on white, so that a card which writes in them shows it here.
function inks(theme: Theme): Readonly<Record<string, Ink>> {
  const { ink: plain, accent, attention } = SHADES[theme];
  return {
    default: plain,
    dark: ink("#252424", "#bf252424"),
    light: ink("#ffffff", "#f3f2f1"),
    accent,
    good: ink("#92c353", "#e592c353"),
    warning: ink("#f8d22a", "#e5f8d22a"),
    attention,
  };
}

function ink(plain: string, subtle: string): Ink {
  return { default: plain, subtle };
}
