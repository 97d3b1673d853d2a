// The storybook on a free port.
const { spawn } = require('node:child_process');
const path = require('node:path');

exports.openBook = async function openBook() {
  const child = spawn(path.join(__dirname, '..', 'bin', 'storybook'), ['-listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk) => {
      output += chunk;
      const found = output.match(/storybook: (http:\/\/\S+?)\/\s/);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`the storybook ended with ${code}:\n${output}`)));
  });
  return { url, stop: () => child.kill('SIGINT') };
};
