import type { Locale } from './locale';

const noBreak = '\u00a0';

/** Dates, times and numbers as Canadians write them, in one time zone; groups are kept together by no-break spaces. */
export class Formats {
    readonly #locale: Locale;
    readonly #time: Intl.DateTimeFormat;
    readonly #clock: Intl.DateTimeFormat;
    readonly #exact: Intl.DateTimeFormat;
    readonly #date: Intl.DateTimeFormat;
    readonly #day: Intl.DateTimeFormat;
    readonly #zone: Intl.DateTimeFormat;
    readonly #number: Intl.NumberFormat;
    readonly #ago: Intl.RelativeTimeFormat;

    constructor(locale: Locale, timeZone?: string) {
        const { tag } = locale;
        const zone = timeZone === undefined ? {} : { timeZone };
        this.#locale = locale;
        this.#time = new Intl.DateTimeFormat(tag, { ...zone, hour: 'numeric', minute: '2-digit' });
        this.#clock = new Intl.DateTimeFormat(tag, { ...zone, hour: 'numeric', minute: '2-digit', second: '2-digit' });
        this.#exact = new Intl.DateTimeFormat(tag, { ...zone, dateStyle: 'long', timeStyle: 'long' });
        this.#date = new Intl.DateTimeFormat(tag, {
            ...zone,
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            year: 'numeric',
        });
        this.#day = new Intl.DateTimeFormat(tag, { ...zone, day: 'numeric', month: 'short' });
        this.#zone = new Intl.DateTimeFormat(tag, { ...zone, timeZoneName: 'short' });
        this.#number = new Intl.NumberFormat(tag);
        this.#ago = new Intl.RelativeTimeFormat(tag, { numeric: 'always' });
    }

    /** `7:30 p.m.`, `19 h 30`, `19 h`. */
    time(instant: string | number): string {
        const text = this.#time.format(new Date(instant)).replace(/\s/gu, noBreak);
        return this.#locale.language === 'fr' ? text.replace(/\u00a000$/u, '') : text;
    }

    /** With seconds: `7:31:05 p.m.`, `19 h 31 min 5 s`. */
    clock(instant: string | number): string {
        const date = new Date(instant);
        if (this.#locale.language === 'en') {
            return this.#clock.format(date).replace(/\s/gu, noBreak);
        }
        const part = new Map(this.#clock.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
        const [hour = 0, minute = 0, second = 0] = [part.get('hour'), part.get('minute'), part.get('second')];
        return `${hour} h ${minute} min ${second} s`.replaceAll(' ', noBreak);
    }

    /** `Saturday, November 21, 2026`. */
    date(instant: string | number): string {
        return this.#date.format(new Date(instant));
    }

    /** Day and time, where the year goes without saying: `Nov. 21, 7:30 p.m.`, `21 nov., 19 h 30`. */
    moment(instant: string | number): string {
        return `${this.#day.format(new Date(instant))}, ${this.time(instant)}`;
    }

    /** Date, time to the second and time zone, for a tooltip or a record. */
    exact(instant: string | number): string {
        return this.#exact.format(new Date(instant));
    }

    /** The short name of the time zone, to be written after a time: `EST`, `HNE`. */
    zone(instant: string | number): string {
        return this.#zone.formatToParts(new Date(instant)).find((part) => part.type === 'timeZoneName')?.value ?? '';
    }

    /** `12,345`, `12 345`. */
    number(value: number): string {
        return this.#number.format(value);
    }

    /** `2 seconds ago`, `il y a 3 minutes`; rounded down, never in the future. */
    ago(instant: string | number, now: number): string {
        const seconds = Math.max(0, Math.floor((now - new Date(instant).getTime()) / 1000));
        if (seconds < 60) {
            return this.#ago.format(-seconds, 'second');
        }
        const minutes = Math.floor(seconds / 60);
        return minutes < 60
            ? this.#ago.format(-minutes, 'minute')
            : this.#ago.format(-Math.floor(minutes / 60), 'hour');
    }

    /** A running time as `m:ss`, read the same in both languages. */
    elapsed(since: string | number, now: number): string {
        const seconds = Math.max(0, Math.floor((now - new Date(since).getTime()) / 1000));
        const hours = Math.floor(seconds / 3600);
        const rest = `${String(Math.floor(seconds / 60) % 60).padStart(hours > 0 ? 2 : 1, '0')}:${String(seconds % 60).padStart(2, '0')}`;
        return hours > 0 ? `${hours}:${rest}` : rest;
    }
}
