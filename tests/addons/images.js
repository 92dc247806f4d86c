'use strict';

const { Readable } = require('node:stream');
const { both } = require('./_both');

both(__filename, {
  async sharp() {
    const sharp = require('sharp');
    const background = { r: 1, g: 200, b: 3, alpha: 0.5 };
    const png = await sharp({ create: { width: 40, height: 30, channels: 4, background } }).resize(20).rotate(90).png().toBuffer();
    const { width, height, format } = await sharp(png).metadata();
    const webp = await sharp(png).webp().toBuffer();
    const jpeg = Buffer.concat(await Readable.from([png]).pipe(sharp().jpeg()).toArray());
    const pixels = await sharp(png).raw().toBuffer();
    const refused = await sharp(Buffer.from('no image')).toBuffer().catch((error) => error.message);
    return [width, height, format, (await sharp(webp).metadata()).format, (await sharp(jpeg).metadata()).format, [...pixels.subarray(0, 4)], refused];
  },
  async image() {
    const { Transformer } = require('@napi-rs/image');
    const png = await Transformer.fromRgbaPixels(Buffer.alloc(8 * 8 * 4, 255), 8, 8).resize(4, 4).png();
    const { width, height, format } = await new Transformer(png).metadata();
    return [width, height, format];
  },
  async canvas() {
    const { createCanvas, loadImage } = require('@napi-rs/canvas');
    const canvas = createCanvas(20, 10);
    const context = canvas.getContext('2d');
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 10, 10);
    const image = await loadImage(await canvas.encode('png'));
    return [[...context.getImageData(5, 5, 1, 1).data], image.width, image.height];
  },
});
