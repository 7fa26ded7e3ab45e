// What a frame of the camera tells about light and stillness. Hints only: they never stop anyone.

export const WIDTH = 64;
export const HEIGHT = 80;

// Luma from 0 to 255, over the oval where the face should be and over what is around it.
const DARK = 60;
const BRIGHT = 215;
const BEHIND = 70; // Brighter around than on the face: light from behind.
const SIDE = 55;
const MOVED = 14;
const FLAT = 9;

/** Luma of each pixel of an ImageData of WIDTH x HEIGHT. */
export function luma({ data }) {
  const grey = new Float32Array(WIDTH * HEIGHT);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
  }
  return grey;
}

/** The key of the one hint that matters most for a frame; `before` is the frame before it. */
export function hint(grey, before, isFace) {
  const { inside, outside, left, right, spread } = measure(grey);
  if (inside < DARK) return "dark";
  if (inside > BRIGHT) return "bright";
  if (isFace && outside - inside > BEHIND) return "behind";
  if (isFace && Math.abs(left - right) > SIDE) return "side";
  if (before && difference(grey, before) > MOVED) return "still";
  if (spread < FLAT) return isFace ? "nobody" : "nothing";
  return isFace ? "good_face" : "good_paper";
}

function measure(grey) {
  const sums = { inside: [0, 0], outside: [0, 0], left: [0, 0], right: [0, 0] };
  let squares = 0;
  for (let i = 0; i < grey.length; i++) {
    const x = (i % WIDTH) / WIDTH - 0.5;
    const y = Math.floor(i / WIDTH) / HEIGHT - 0.5;
    const isInside = (x / 0.34) ** 2 + (y / 0.34) ** 2 < 1;
    add(sums[isInside ? "inside" : "outside"], grey[i]);
    if (!isInside) continue;
    add(sums[x < 0 ? "left" : "right"], grey[i]);
    squares += grey[i] ** 2;
  }
  const mean = Object.fromEntries(Object.entries(sums).map(([name, [sum, n]]) => [name, sum / n]));
  const spread = Math.sqrt(Math.max(0, squares / sums.inside[1] - mean.inside ** 2));
  return { ...mean, spread };
}

function add(sum, value) {
  sum[0] += value;
  sum[1] += 1;
}

function difference(one, other) {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += Math.abs(one[i] - other[i]);
  return sum / one.length;
}
