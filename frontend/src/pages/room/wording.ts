const lineBreak = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/gu;
/** Control characters, and marks with which a text could change how the page around it reads. */
const unwanted = /[\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
/** Something to see: neither a blank nor a joiner or a direction mark. */
const seen = /[^\p{Cf}\p{Cc}\p{Z}]/u;

/** The text as it will be stored: on one line, composed, without the blanks around it. The server does the same. */
export function tidy(text: string): string {
    return text.replace(lineBreak, ' ').replace(unwanted, '').normalize('NFC').trim();
}

/** The length that counts: characters as Unicode counts them, so that an emoji is one and not two. */
export function lengthOf(text: string): number {
    return Array.from(tidy(text)).length;
}

/** Whether there is too little to be a question. */
export function isTooShort(text: string, min: number): boolean {
    return lengthOf(text) < min || !seen.test(text);
}
