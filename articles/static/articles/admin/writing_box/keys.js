// The keys of the writing box, called as the machine at hand calls them.

export const isMac = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform);

/** The name of a button's key, such as Ctrl+B or ⌘B. */
export function keyName({ key, macKey }) {
  if (isMac) return macKey ?? `⌘${key}`;
  return `Ctrl+${key.replace("⇧", "Shift+")}`;
}

/** What a key asks for: the name of a button, or nothing. */
export function commandOf(event) {
  if (event.isComposing || event.shiftKey) return undefined;
  const isOurs = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!isOurs) return undefined;
  // With Option a Mac types another letter: the key itself counts.
  if (event.altKey) return isMac && event.code === "KeyF" ? "find" : undefined;
  return { b: "bold", k: "link", ...(isMac ? {} : { h: "find" }) }[event.key.toLowerCase()];
}
