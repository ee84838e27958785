import type { WindowConfig } from '../config/types.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** A moment on a wall clock. */
interface WallClock {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 1 = Monday. */
  readonly day: number;
  /** Minutes since midnight. */
  readonly minute: number;
}

function wallClock(at: Date, timeZone: string): WallClock {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((found) => found.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    day: DAYS.findIndex((name) => name === part('weekday')) + 1,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The day before, for windows that go on past midnight. */
function previous(day: number): number {
  return day === 1 ? 7 : day - 1;
}

function isOpen({ days, hours }: WindowConfig, { day, minute }: WallClock): boolean {
  const opens = (candidate: number): boolean => days.length === 0 || days.includes(candidate);
  if (hours === null) return opens(day);
  if (hours.from < hours.to) return opens(day) && minute >= hours.from && minute < hours.to;
  return (opens(day) && minute >= hours.from) || (opens(previous(day)) && minute < hours.to);
}

/** A window in words: `Monday, Tuesday, 09:00 to 17:00 Europe/Berlin`. */
function windowText({ days, hours, timeZone }: WindowConfig): string {
  const named = days.length === 0 ? 'every day' : days.map((day) => DAYS[day - 1]).join(', ');
  const between = hours === null ? '' : `, ${clockText(hours.from)} to ${clockText(hours.to)}`;
  return `${named}${between} (${timeZone})`;
}

/**
 * Why a window is shut at a moment, as a sentence; null when it is open.
 *
 * @throws RangeError for a time zone that does not exist; the configuration refuses it before
 */
export function shutReason(window: WindowConfig, at: Date): string | null {
  const local = wallClock(at, window.timeZone);
  const frozen = window.freeze.find(({ from, to }) => local.date >= from && local.date <= to);
  if (frozen !== undefined) {
    return `${local.date} lies in the freeze from ${frozen.from} to ${frozen.to} (${window.timeZone}).`;
  }
  if (isOpen(window, local)) return null;
  const now = `${DAYS[local.day - 1] ?? ''} ${clockText(local.minute)}`;
  return `It is ${now} in ${window.timeZone}, outside the window: ${windowText(window)}.`;
}
