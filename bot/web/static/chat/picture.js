// Pictures made small enough to send from a phone.

const QUALITY = 0.9;
export const FACE_PX = 1600;
export const PAPER_PX = 2200; // A page of A4 stays legible.

/** Draw a picture, video or bitmap as a JPEG, its longer side at most `longest` pixels. */
export async function toJpeg(source, width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** A smaller copy of an image file; the file itself if it is small or cannot be drawn here. */
export async function shrunk(file, longest) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    if (Math.max(image.width, image.height) <= longest) return file;
    const blob = await toJpeg(image, image.width, image.height, longest);
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // The server says what is wrong with it.
  }
}
