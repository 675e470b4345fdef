const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date and time without zone, as the browser's own input fields have it: `2026-11-21T19:00`. */
export type LocalTime = string;

/** Milliseconds that clocks in the zone are ahead of UTC at an instant. */
function aheadMs(instant: number, zone: string): number {
    let format = formats.get(zone);
    if (format === undefined) {
        format = new Intl.DateTimeFormat('en-CA', {
            timeZone: zone,
            hourCycle: 'h23',
            era: 'short',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
        });
        formats.set(zone, format);
    }
    const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 1, day = 1] = [part.get('year'), part.get('month'), part.get('day')];
    const [hour = 0, minute = 0, second = 0] = [part.get('hour'), part.get('minute'), part.get('second')];
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant at which clocks in the zone show a local time, in ISO 8601 with milliseconds. Of a time that comes twice
 * (clocks go back) it is the first; one that never comes (clocks go forward) moves on by the hour that is left out.
 */
export function toInstant(local: LocalTime, zone: string): string | undefined {
    const wall = Date.parse(`${local}Z`);
    if (Number.isNaN(wall)) {
        return undefined;
    }
    const before = wall - aheadMs(wall - dayMs, zone);
    const after = wall - aheadMs(wall + dayMs, zone);
    const comes = [before, after].filter((instant) => instant + aheadMs(instant, zone) === wall);
    return new Date(comes.length === 0 ? before : Math.min(...comes)).toISOString();
}

/** What clocks in the zone show at an instant, to the minute. */
export function toLocal(instant: string, zone: string): LocalTime {
    const time = Date.parse(instant);
    return new Date(time + aheadMs(time, zone)).toISOString().slice(0, 16);
}

/** The zone this browser is in, by its IANA name. */
export function browserZone(): string {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Every zone the browser knows, and the one given, which an older browser may not know. */
export function zonesWith(zone: string): readonly string[] {
    const known = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', zone]);
    return [...known].sort();
}
