export { findTarget } from './target/find-target.ts';
