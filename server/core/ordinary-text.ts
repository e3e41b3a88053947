/**
 * Characters that are whole and in Unicode NFC wherever they stand: none of them is half a pair, changes under NFC, or
 * joins with the one before. Latin letters, 汉字, the punctuation of both, signs and full-width forms; nearly all text of
 * forms is made of them.
 */
const ORDINARY =
  /^[\0-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2460-\u25ff\u3001-\u3029\u4e00-\u9fff\uff00-\uffef]*$/

/** Whether a text is in Unicode NFC without half a pair, as can be seen at one look; false says nothing. */
export const isOrdinaryText = (text: string): boolean => ORDINARY.test(text)

/** Whether a text is in Unicode NFC without half a pair. */
export const isCleanText = (text: string): boolean =>
  isOrdinaryText(text) || (!/\p{Surrogate}/u.test(text) && text.normalize('NFC') === text)
