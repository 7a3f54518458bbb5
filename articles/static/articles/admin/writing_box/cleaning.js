// Takes out of a pasted text what nobody sees and what would be in the way. Pure.

const BREAKS = /\r\n?|[\u0085\u2028\u000b]/g;
const PARAGRAPHS = /[\u2029\f]/g;
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;
// Zero-width and soft hyphens, and marks of direction that would turn what follows around.
const UNSEEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
// Joiners belong to emoji and to scripts whose letters join; elsewhere they hide in words.
const JOINED = "\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f\\p{Script=Arabic}\\p{Script=Syriac}"
  + "\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}"
  + "\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Mongolian}";
const STRAY_JOINERS = new RegExp(`(?<![${JOINED}])[\\u200c\\u200d]+|[\\u200c\\u200d]+(?![${JOINED}])`, "gu");
// Between a number and its unit, or the next three digits, a space that holds is meant.
const HARD_SPACES = /(?<!\d)[\u00a0\u202f]|[\u00a0\u202f](?![\d\p{L}%\u2030\u00b0\u20ac$])/gu;

/** The text with plain line ends and spaces, and without what cannot be seen. */
export function clean(text) {
  return text.toWellFormed()
    .replace(BREAKS, "\n")
    .replace(PARAGRAPHS, "\n\n")
    .replace(CONTROLS, "")
    .replace(UNSEEN, "")
    .replace(STRAY_JOINERS, "")
    .replace(HARD_SPACES, " ");
}
