import type { Locale } from './locale';

const noBreak = '\u00a0';

/** A planned hour: the instant as the server reckons it, and what clocks in the session's time zone show then. */
export interface Planned {
    readonly instant: string;
    /** `2026-12-03T19:00`, absent where a server of an older version sends the instant alone. */
    readonly local: string | undefined;
}

/** The zone, or UTC where this browser is older than the zone. */
function known(timeZone: string): string {
    try {
        return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
    } catch {
        return 'UTC';
    }
}

function zoneName(format: Intl.DateTimeFormat, instant: string | number): string {
    return format.formatToParts(new Date(instant)).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** Dates, times and numbers as Canadians write them, in one time zone; groups are kept together by no-break spaces. */
export class Formats {
    readonly #locale: Locale;
    readonly #time: Intl.DateTimeFormat;
    readonly #clock: Intl.DateTimeFormat;
    readonly #exact: Intl.DateTimeFormat;
    readonly #date: Intl.DateTimeFormat;
    readonly #day: Intl.DateTimeFormat;
    readonly #zone: Intl.DateTimeFormat;
    readonly #generic: Intl.DateTimeFormat;
    readonly #wallTime: Intl.DateTimeFormat;
    readonly #wallDate: Intl.DateTimeFormat;
    readonly #number: Intl.NumberFormat;
    readonly #ago: Intl.RelativeTimeFormat;

    constructor(locale: Locale, timeZone?: string) {
        const { tag } = locale;
        const zone = timeZone === undefined ? {} : { timeZone: known(timeZone) };
        this.#locale = locale;
        const time = { hour: 'numeric', minute: '2-digit' } as const;
        const date = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
        this.#time = new Intl.DateTimeFormat(tag, { ...zone, ...time });
        this.#clock = new Intl.DateTimeFormat(tag, { ...zone, hour: 'numeric', minute: '2-digit', second: '2-digit' });
        this.#exact = new Intl.DateTimeFormat(tag, { ...zone, dateStyle: 'long', timeStyle: 'long' });
        this.#date = new Intl.DateTimeFormat(tag, { ...zone, ...date });
        this.#wallTime = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...time });
        this.#wallDate = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...date });
        this.#generic = new Intl.DateTimeFormat(tag, { ...zone, timeZoneName: 'shortGeneric' });
        this.#day = new Intl.DateTimeFormat(tag, { ...zone, day: 'numeric', month: 'short' });
        this.#zone = new Intl.DateTimeFormat(tag, { ...zone, timeZoneName: 'short' });
        this.#number = new Intl.NumberFormat(tag);
        this.#ago = new Intl.RelativeTimeFormat(tag, { numeric: 'always' });
    }

    /** `7:30 p.m.`, `19 h 30`, `19 h`. */
    time(instant: string | number): string {
        return this.#timeText(this.#time.format(new Date(instant)));
    }

    /**
     * The parts of a planned hour, as in `Saturday, November 21, 2026, 7 p.m. ET`. Date and time are those that were
     * typed, whatever this browser's table of time zones says; the zone's name says nothing of summer or winter.
     */
    planned({ instant, local }: Planned): { readonly date: string; readonly time: string; readonly zone: string } {
        const wall = local === undefined ? undefined : new Date(`${local}Z`);
        return {
            date: wall === undefined ? this.date(instant) : this.#wallDate.format(wall),
            time: wall === undefined ? this.time(instant) : this.#timeText(this.#wallTime.format(wall)),
            zone: zoneName(this.#generic, instant),
        };
    }

    #timeText(formatted: string): string {
        const text = formatted.replace(/\s/gu, noBreak);
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

    /** Day and time, where the year goes without saying: `Nov. 21, 7:30 p.m.`, `21 nov. à 19 h 30`. */
    moment(instant: string | number): string {
        const joint = this.#locale.language === 'fr' ? ' à' : ',';
        return `${this.#day.format(new Date(instant))}${joint} ${this.time(instant)}`;
    }

    /** Date, time to the second and time zone, for a tooltip or a record. */
    exact(instant: string | number): string {
        return this.#exact.format(new Date(instant));
    }

    /** The short name of the time zone, to be written after a time: `EST`, `HNE`. */
    zone(instant: string | number): string {
        return zoneName(this.#zone, instant);
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
