/** Why the product cannot start and what to do about it, in words for whoever started it. */
export class StartProblem extends Error {}
