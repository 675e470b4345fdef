/**
 * How long a question may stay on the picture after the server was last heard. A line that lives is never silent for
 * longer than 30 seconds (20 until it is asked, 10 until it is given up); a question taken back during a longer loss
 * must not stay before thousands of eyes.
 */
const trustedMs = 45_000;

/** Whether what is held may still be shown. Both times are in milliseconds of the same clock. */
export function isFresh(heardAt: number | undefined, now: number): boolean {
    return heardAt !== undefined && now - heardAt <= trustedMs;
}
