/** Names of places whose other words are loaded with their pages. */
export const placeWords = { forms: '填报' }
