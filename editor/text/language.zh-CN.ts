/** The page in another language: its own name for it, and where it is. */
export const languageWords = { other: 'English', code: 'en', href: '/en/' }
