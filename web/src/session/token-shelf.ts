import { newKey } from './keys.js';

/**
 * Where refresh tokens lie, for all tabs. Each sign-in has a slot of its own and each tab says
 * which one it is in, so that a teacher and a learner can be open side by side; a new tab joins
 * the latest. A duplicated tab is in the same slot as its original and shares its tokens.
 */
const PREFIX = 'lyceum.session.';
const LATEST = 'lyceum.latest';
const MINE = 'lyceum.slot';
/** Sessions end after 30 days whatever happens. */
const LONGEST_MS = 31 * 24 * 60 * 60 * 1_000;

interface Shelved {
  readonly refreshToken: string;
  readonly since: number;
}

/** The slot this tab is in, or would join; null when nobody is signed in. */
export function currentSlot(): string | null {
  const slot = sessionStorage.getItem(MINE) ?? localStorage.getItem(LATEST);
  return slot !== null && read(slot) !== null ? slot : null;
}

export function enterSlot(slot: string): void {
  sessionStorage.setItem(MINE, slot);
}

/** A slot for a new sign-in, which this tab enters and later tabs join. */
export function openSlot(refreshToken: string): string {
  forgetOldSlots();
  const slot = newKey();
  shelve(slot, refreshToken);
  localStorage.setItem(LATEST, slot);
  enterSlot(slot);
  return slot;
}

/** This tab leaves its slot; the session goes on for the tabs that are in it. */
export function leaveSlot(): void {
  // An empty name is a slot that does not exist: a reload stays signed out.
  sessionStorage.setItem(MINE, '');
}

/** The freshest refresh token of a slot, whichever tab renewed it. */
export function refreshTokenIn(slot: string): string | null {
  return read(slot)?.refreshToken ?? null;
}

export function shelve(slot: string, refreshToken: string): void {
  const shelved: Shelved = { refreshToken, since: read(slot)?.since ?? Date.now() };
  localStorage.setItem(PREFIX + slot, JSON.stringify(shelved));
}

export function clearSlot(slot: string): void {
  localStorage.removeItem(PREFIX + slot);
  if (localStorage.getItem(LATEST) === slot) localStorage.removeItem(LATEST);
}

/** Calls back when another tab has cleared the slot. Returns how to stop listening. */
export function onSlotCleared(slot: string, callback: () => void): () => void {
  const listener = (event: StorageEvent) => {
    // `key` is null when the whole storage was cleared.
    if ((event.key === PREFIX + slot || event.key === null) && read(slot) === null) callback();
  };
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener('storage', listener);
  };
}

function read(slot: string): Shelved | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + slot) ?? 'null') as Shelved | null;
  } catch {
    return null;
  }
}

function forgetOldSlots(): void {
  const slots = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  for (const key of slots) {
    const since = read(key.slice(PREFIX.length))?.since ?? 0;
    if (Date.now() - since > LONGEST_MS) localStorage.removeItem(key);
  }
}
