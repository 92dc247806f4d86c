export default ({ n }) => n * n;
export const fails = ({ n }) => { throw new RangeError(`no ${n}`); };
export const hangs = () => { for (;;); };
