// Which tab a conversation is of. A duplicated tab has a copy of what the first one keeps.

const PATIENCE_FOR_TAB = 500; // milliseconds, for the page before to go away

/** Take a tab's name until the page goes or `leaving` is told; false where another has it. A page without locks has it. */
export function take(name, leaving) {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = () => {
      resolve(true);
      // A page that holds a lock could not come back at once by "Back".
      return new Promise((release) => {
        addEventListener("pagehide", release, { signal: leaving });
        leaving.addEventListener("abort", release);
        if (leaving.aborted) release();
      });
    };
    const signal = AbortSignal.timeout(PATIENCE_FOR_TAB);
    locks.request(`aiguilleur:${name}`, { signal }, held).catch(() => resolve(false));
  });
}
