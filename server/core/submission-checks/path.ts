/**
 * Where a reader stands: one list that grows and shrinks with the way in, since every value of every form is passed.
 * Whoever pushes a part takes it off again.
 */
export type Path = PropertyKey[]
