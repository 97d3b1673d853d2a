// The design tokens: every colour, font and radius of the pages is defined here
// and nowhere else. static/src/app.css loads this file with @config.
const plugin = require("tailwindcss/plugin");

const light = {
  canvas: "#f5f6f8", // behind everything
  surface: "#ffffff", // cards, tables
  sunken: "#f8f9fb", // table heads, hovered rows
  line: "#e2e5ea",
  edge: "#878f9d", // borders of inputs: 3:1 against the surface
  ink: "#1a1e26",
  soft: "#454d5b", // second line of text
  faint: "#5c6575", // captions, ages; 4.5:1 on canvas
  accent: "#2a55c0",
  "accent-hover": "#1f449f",
  "accent-soft": "#e8eefb",
  "on-accent": "#ffffff",
  out: "#b01e14",
  "out-soft": "#fcebe9",
  low: "#7d4500",
  "low-soft": "#fcf0da",
  ok: "#1b6440",
  "ok-soft": "#e5f3eb",
  "quiet-soft": "#edeff2",
};

const dark = {
  canvas: "#121418",
  surface: "#1a1d23",
  sunken: "#20242b",
  line: "#2c313a",
  edge: "#727b8a",
  ink: "#e9ebef",
  soft: "#bcc2cd",
  faint: "#9ca4b2",
  accent: "#8fb2ff",
  "accent-hover": "#b0c9ff",
  "accent-soft": "#202c47",
  "on-accent": "#0f1a33",
  out: "#ff978d",
  "out-soft": "#3b201f",
  low: "#f0b865",
  "low-soft": "#362a12",
  ok: "#7fd3a5",
  "ok-soft": "#183022",
  "quiet-soft": "#282d35",
};

const variables = (tokens) =>
  Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--${name}`, value]));

module.exports = {
  content: ["./views/**/*.templ", "./views/*.go", "!./views/*_templ.go"],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      ...Object.fromEntries(Object.keys(light).map((name) => [name, `var(--${name})`])),
    },
    fontFamily: {
      sans: [
        '"Pretendard Variable"', "Pretendard", "-apple-system", "BlinkMacSystemFont", '"Segoe UI"',
        '"Apple SD Gothic Neo"', '"Malgun Gothic"', '"Noto Sans KR"', '"Noto Sans CJK KR"', "sans-serif",
      ],
      mono: ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"],
    },
    fontSize: {
      xs: ["0.75rem", "1.125rem"],
      sm: ["0.8125rem", "1.25rem"],
      base: ["0.875rem", "1.375rem"],
      lg: ["1rem", "1.5rem"],
      xl: ["1.25rem", "1.75rem"],
      "2xl": ["1.625rem", "2rem"],
    },
    borderRadius: { none: "0", sm: "4px", DEFAULT: "6px", lg: "10px", full: "9999px" },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ":root": variables(light),
        "@media screen": { ':root[data-theme="dark"]': variables(dark) }, // paper is white in any theme
        "@media screen and (prefers-color-scheme: dark)": { ':root[data-theme="auto"]': variables(dark) },
      });
    }),
  ],
};
