import { sendMessage, getOneMessage } from 'execa';
await sendMessage('ready');
const { n } = await getOneMessage();
await sendMessage(n * 2);
