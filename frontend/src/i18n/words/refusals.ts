import type { Limits } from '../../protocol/messages';
import type { RefusalCode } from '../../protocol/problems';
import type { Language } from '../bilingual';

/**
 * Every refusal in words: a code without a sentence does not compile. It imports types only, so that a page can fetch it
 * beside its first view.
 */
export const refusals: Readonly<Record<Language, Readonly<Record<RefusalCode, string>>>> = {
    en: {
        malformed: 'The page sent something the server does not understand. Reload it and try again.',
        'unknown-type': 'A newer version of this page is available. Reload it.',
        'unknown-command': 'A newer version of this page is available. Reload it.',
        'too-large': 'This is too long to be sent.',
        'not-signed-in': 'Your access has ended. Open your personal link again, or sign in again.',
        'not-allowed': 'Your access does not allow this.',
        'foreign-origin': 'This page was opened from an address the server does not know.',
        'unknown-session': 'We can’t find a session with this code. Check the letters and try again.',
        'unknown-question': 'This question is no longer here.',
        'unknown-link': 'This personal link does not exist.',
        'link-expired': 'This personal link has expired or was revoked. Ask the organizer for a new one.',
        changed: 'This question changed while you were deciding. Here is what it says now.',
        'on-air-taken': 'Another question has just been put on air.',
        'wrong-status': 'This step is not possible for the question as it is now.',
        'wrong-phase': 'This step is not possible at this point of the session.',
        'id-reused': 'This was already sent with different content. Reload the page.',
        'not-undoable': 'This step can no longer be undone.',
        'merge-target': 'These two questions cannot be combined.',
        'titles-required': 'Enter the title in both languages first.',
        'too-short': 'This is too short.',
        'too-long': 'This is too long. Please shorten it.',
        'not-text': 'This contains characters that cannot be shown. Please write it again.',
        'skipped-time': 'Clocks go forward at that time, so this hour does not exist. Choose another one.',
        'bad-value': 'Something in this form is not right. Please check it.',
        'intake-paused': 'The team is not taking new questions right now. What you wrote is kept here.',
        'questions-closed': 'Questions are closed. What you wrote is kept here.',
        'voting-closed': 'Voting is not open right now.',
        archived: 'This session is archived and can no longer be changed.',
        'too-many-waiting': 'You have several questions waiting. Please let the team read them first.',
        'too-soon': 'Please wait a moment before sending another question.',
        'too-many-questions': 'You have sent as many questions as one person can in this session.',
        'too-many-requests': 'Too many requests. Please wait a moment and try again.',
        'too-many-in-flight': 'Too many requests. Please wait a moment and try again.',
        fault: 'Something went wrong in the service. It is on record there. You can try again later.',
        'unknown-code': 'The service did not accept this, for a reason this page does not know. Reload the page.',
        busy: 'The service is busy. Please try again in a moment.',
        unavailable: 'The service does not answer right now. Please try again in a moment.',
    },
    fr: {
        malformed: 'La page a envoyé quelque chose que le serveur ne comprend pas. Rechargez-la et réessayez.',
        'unknown-type': 'Une version plus récente de la page est disponible. Rechargez-la.',
        'unknown-command': 'Une version plus récente de la page est disponible. Rechargez-la.',
        'too-large': 'Le texte est trop long pour être envoyé.',
        'not-signed-in': 'Votre accès a pris fin. Ouvrez de nouveau votre lien personnel, ou reconnectez-vous.',
        'not-allowed': 'Votre accès ne permet pas cette action.',
        'foreign-origin': 'Cette page a été ouverte depuis une adresse inconnue du serveur.',
        'unknown-session': 'Ce code est inconnu. Vérifiez les lettres et réessayez.',
        'unknown-question': 'Cette question n’est plus ici.',
        'unknown-link': 'Ce lien personnel n’existe pas.',
        'link-expired': 'Ce lien personnel est expiré ou révoqué. Demandez-en un nouveau à l’organisation.',
        changed: 'Cette question a changé pendant que vous décidiez. Voici sa version actuelle.',
        'on-air-taken': 'Une autre question vient de passer à l’antenne.',
        'wrong-status': 'Cette action n’est pas possible dans l’état actuel de la question.',
        'wrong-phase': 'Cette action n’est pas possible à ce moment de la séance.',
        'id-reused': 'Ceci a déjà été envoyé avec un autre contenu. Rechargez la page.',
        'not-undoable': 'Cette action ne peut plus être annulée.',
        'merge-target': 'Ces deux questions ne peuvent pas être regroupées.',
        'titles-required': 'Inscrivez d’abord le titre dans les deux langues.',
        'too-short': 'Le texte est trop court.',
        'too-long': 'Le texte est trop long. Raccourcissez-le, s’il vous plaît.',
        'not-text': 'Le texte contient des caractères impossibles à afficher. Écrivez-le de nouveau.',
        'skipped-time': 'Les horloges avancent à ce moment : cette heure n’existe pas. Choisissez-en une autre.',
        'bad-value': 'Un élément du formulaire n’est pas valide. Vérifiez-le, s’il vous plaît.',
        'intake-paused': 'L’équipe ne prend pas de nouvelles questions pour le moment. Votre texte est conservé ici.',
        'questions-closed': 'La période de questions est close. Votre texte est conservé ici.',
        'voting-closed': 'Le vote n’est pas ouvert pour le moment.',
        archived: 'Cette séance est archivée et ne peut plus être modifiée.',
        'too-many-waiting': 'Vous avez plusieurs questions en attente. Laissez l’équipe les lire d’abord.',
        'too-soon': 'Attendez un moment avant d’envoyer une autre question.',
        'too-many-questions':
            'Vous avez envoyé le nombre maximal de questions permis à une personne pour cette séance.',
        'too-many-requests': 'Trop de demandes à la fois. Attendez un moment et réessayez.',
        'too-many-in-flight': 'Trop de demandes à la fois. Attendez un moment et réessayez.',
        fault: 'Une erreur s’est produite dans le service, qui l’a consignée. Vous pourrez réessayer plus tard.',
        'unknown-code':
            'Le service n’a pas accepté cet envoi, pour une raison que cette page ne connaît pas. Rechargez la page.',
        busy: 'Le service est très sollicité. Réessayez dans un moment.',
        unavailable: 'Le service ne répond pas pour le moment. Réessayez dans un instant.',
    },
};

type Counted = 'too-short' | 'too-long' | 'too-many-waiting';

/** The refusals of a question that name a figure. */
export const countedRefusals: Readonly<Record<Language, Readonly<Record<Counted, (n: number) => string>>>> = {
    en: {
        'too-short': (n) => (n === 1 ? 'Enter at least 1 character.' : `Enter at least ${n} characters.`),
        'too-long': (n) => `This is longer than ${n} characters. Please shorten it.`,
        'too-many-waiting': (n) =>
            n === 1
                ? 'You have 1 question waiting. Please let the team read it first.'
                : `You have ${n} questions waiting. Please let the team read them first.`,
    },
    fr: {
        'too-short': (n) => (n < 2 ? `Inscrivez au moins ${n} caractère.` : `Inscrivez au moins ${n} caractères.`),
        'too-long': (n) => `Le texte dépasse ${n} caractères. Raccourcissez-le, s’il vous plaît.`,
        'too-many-waiting': (n) =>
            n < 2
                ? `Vous avez ${n} question en attente. Laissez l’équipe la lire d’abord.`
                : `Vous avez ${n} questions en attente. Laissez l’équipe les lire d’abord.`,
    },
};

/** Why a question was refused, with the server's figure where it has told its limits. */
export function refusalOfQuestion(code: RefusalCode, language: Language, limits: Limits | undefined): string {
    const counted = countedRefusals[language];
    if (limits !== undefined && code === 'too-short') {
        return counted[code](limits.questionMin);
    }
    if (limits !== undefined && code === 'too-long') {
        return counted[code](limits.questionMax);
    }
    if (limits !== undefined && code === 'too-many-waiting') {
        return counted[code](limits.waitingMax);
    }
    return refusals[language][code];
}
