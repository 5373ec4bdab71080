// A figure of the page, with the theme's colours in it.

const TOKEN = /^var\((--[\w-]+)\)$/;

// Only values of colour properties are looked up: no word of a patient is ever changed.
export function themed(figure) {
  const style = getComputedStyle(document.documentElement);
  return JSON.parse(figure.querySelector("script").textContent, (key, value) => {
    const token = key.endsWith("color") && typeof value === "string" && value.match(TOKEN);
    return token ? style.getPropertyValue(token[1]).trim() : value;
  });
}

// With the colours of the light theme, whatever the screen has.
export function inLight(work) {
  const { dataset } = document.documentElement;
  const theme = dataset.theme;
  dataset.theme = "light";
  work();
  dataset.theme = theme;
}
