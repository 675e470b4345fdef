/** The zone this browser is in, by its IANA name. */
export function browserZone(): string {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Every zone the browser knows, and the one given, which an older browser may not know. */
export function zonesWith(zone: string): readonly string[] {
    const known = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', zone]);
    return [...known].sort();
}
