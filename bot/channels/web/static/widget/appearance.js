// The options of the line: their values, and what is told of those that are none.

export const THEMES = ["auto", "light", "dark", "dsfr"];
const DEPARTMENT = /^(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97\d)$/;
const COLOUR = /^#[\da-f]{6}$/i;

/** An option's value, else the first that it can have. */
export function oneOf(allowed, name, { [name]: value = allowed[0] }) {
  if (allowed.includes(value)) return value;
  console.warn(`Aiguilleur: "${value}" is none of ${allowed.join(", ")} (data-${name}).`);
  return allowed[0];
}

/** The department of the line, where it is the number of one. */
export function departmentOf({ department }) {
  if (!department || DEPARTMENT.test(department)) return department;
  console.warn(`Aiguilleur: "${department}" is no department like "40", "2A" or "974" (data-department).`);
}

/** A style sheet with the site's colour, else that of the French state's design, else the hub's. */
export function colours({ hub, colour, theme = hub.theme }) {
  let { primary, on_primary } = hub.colours;
  if (COLOUR.test(colour)) {
    primary = colour;
    on_primary = readableOn(colour);
  } else if (colour) console.warn(`Aiguilleur: "${colour}" is no colour like "#0a5c8f" (data-colour).`);
  if (primary !== colour && theme === "dsfr") return "";
  return `:host([data-theme]){--primary:${primary}!important;--on-primary:${on_primary}!important}`;
}

/** Black or white, whichever contrasts more; one of them always has 4.5 : 1. */
function readableOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // Where 1.05 / (l + 0.05) = (l + 0.05) / 0.05.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}
