'use strict';
module.exports={makeSocket(){throw new Error('later')}};
