import type { Role } from '../../protocol/views';
import { bilingual } from '../bilingual';

/** The landing page and the page of personal links. */
export const entrance = bilingual(
    {
        tagline: 'Questions and answers for live information sessions',
        codeTitle: 'Join a session',
        codeLabel: 'Join code',
        codeHint: 'Six letters or digits, as shown on the screen or in your invitation.',
        codeMissing: 'Enter the six letters or digits of the code.',
        codeUnknown: 'We can’t find a session with this code. Check the letters and try again.',
        enter: 'Enter',
        linkTitle: 'Personal link',
        linkChecking: 'Checking your link…',
        linkExpired: 'This personal link has expired or was revoked. Ask the organizer for a new one.',
        linkMissing: 'This address is not complete. Open your personal link again as you received it.',
        unreachable: 'The service could not be reached. Check your connection and try again.',
        enterAs: {
            viewer: (name: string) => `Enter: ${name}`,
            moderator: (name: string) => `Enter as moderator: ${name}`,
            panelist: (name: string) => `Enter as panelist: ${name}`,
            host: (name: string) => `Enter as organizer: ${name}`,
        } satisfies Record<Role, (name: string) => string>,
        linkIsPersonal: 'This link is only for you. Do not pass it on.',
    },
    {
        tagline: 'Questions et réponses pour les séances d’information en direct',
        codeTitle: 'Participer à une séance',
        codeLabel: 'Code de la séance',
        codeHint: 'Six lettres ou chiffres, affichés à l’écran ou dans votre invitation.',
        codeMissing: 'Inscrivez les six lettres ou chiffres du code.',
        codeUnknown: 'Ce code est inconnu. Vérifiez les lettres et réessayez.',
        enter: 'Entrer',
        linkTitle: 'Lien personnel',
        linkChecking: 'Vérification du lien…',
        linkExpired: 'Ce lien personnel est expiré ou révoqué. Demandez-en un nouveau à l’organisation.',
        linkMissing: 'Cette adresse est incomplète. Ouvrez de nouveau votre lien personnel tel que vous l’avez reçu.',
        unreachable: 'Le service est injoignable. Vérifiez votre connexion et réessayez.',
        enterAs: {
            viewer: (name) => `Entrer : ${name}`,
            moderator: (name) => `Entrer à la modération : ${name}`,
            panelist: (name) => `Entrer comme panéliste : ${name}`,
            host: (name) => `Entrer comme membre de l’organisation : ${name}`,
        },
        linkIsPersonal: 'Ce lien est strictement personnel. Ne le transmettez pas.',
    },
);
