/** Words in as many lines as they need. */

let pen = null;

/** @param font as CSS says it @param room in pixels @returns the lines; a word that is longer than one is cut */
export function inLines(text, font, room) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = font;
  const fits = (line) => pen.measureText(line).width <= room;
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(...cut(word, fits));
  }
  return lines.filter(Boolean);
}

function cut(word, fits) {
  const parts = [""];
  for (const sign of word) {
    if (fits(parts.at(-1) + sign)) parts[parts.length - 1] += sign;
    else parts.push(sign);
  }
  return parts;
}
