// The colour of a hub, and a text colour that can be read on it.

const FORM = /^#[\da-f]{6}$/i;

export const isColour = (colour) => FORM.test(colour);

/** Black or white, whichever contrasts more with a colour like "#0a5c8f"; one of them always has 4.5 : 1. */
export function readableOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // Contrast with white is 1.05 / (l + 0.05), with black (l + 0.05) / 0.05: they are equal at 0.179.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}
