import js from "@eslint/js";
import globals from "globals";

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { ...js.configs.recommended, files: ["static/js/**/*.js", "tests/js/**/*.js"] },
  {
    files: ["static/js/**/*.js", "tests/js/**/*.js"],
    rules: {
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": "error",
      "no-throw-literal": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-useless-return": "error",
      "max-lines": ["error", 100],
      complexity: ["error", 16],
      "max-depth": ["error", 3],
    },
  },
  {
    files: ["static/js/**/*.js"],
    ignores: ["static/js/sw/**"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["static/js/sw/**/*.js"],
    // the server writes KEPT before them
    languageOptions: { sourceType: "script", globals: { ...globals.serviceworker, KEPT: "readonly" } },
  },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: { ...globals.node, document: "writable" } } },
];
