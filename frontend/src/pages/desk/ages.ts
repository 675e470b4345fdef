const noBreak = ' ';

/** How long ago something was, as short as can be: `12 s`, `3 min`, `1 h 05`. Read the same in both languages. */
export function briefAge(since: string, now: number): string {
    const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
    if (seconds < 60) {
        return `${seconds}${noBreak}s`;
    }
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) {
        return `${minutes}${noBreak}min`;
    }
    const rest = minutes % 60;
    const hours = `${Math.floor(minutes / 60)}${noBreak}h`;
    return rest === 0 ? hours : `${hours}${noBreak}${rest}${noBreak}min`;
}
