// Messages of experiments/app/trajectory.py: a header as JSON, then arrays, each begun at a multiple of eight bytes.

const KINDS = {
  float32: Float32Array,
  float64: Float64Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
  int32: Int32Array,
};

/** { ...header, arrays: { name: { data, shape } } }, or null for an empty message. */
export function unpack(view) {
  if (!view || view.byteLength === 0) return null;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let at = 4 + length;
  const arrays = {};
  for (const { name, type, shape } of header.arrays) {
    at += (8 - (at % 8)) % 8;
    const count = shape.reduce((a, b) => a * b, 1);
    arrays[name] = { data: new KINDS[type](bytes.buffer, at, count), shape };
    at += arrays[name].data.byteLength;
  }
  return { ...header, arrays };
}
