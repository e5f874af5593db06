/** Put in by the build; see macros/publish/release.py. */
declare const PANDU_RELEASE: { version: string; precache: { url: string; revision: string }[]; immutable: string };
