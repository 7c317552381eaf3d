# SPDX-License-Identifier: GPL-3.0-or-later
# serve.py FOLDER: answers GET and POST with the files of a folder: "/" is the file root, "/api/x" the file api_x; a file x.code
# holds another status. Writes its port to FOLDER/port.
import http.server, os, sys
folder = sys.argv[1]
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split('?')[0].strip('/').replace('/', '_') or 'root'
        path = os.path.join(folder, name)
        try: body = open(path, 'rb').read()
        except OSError: self.send_response(404); self.send_header('Content-Length', '0'); self.end_headers(); return
        code = int(open(path + '.code').read()) if os.path.exists(path + '.code') else 200
        self.send_response(code); self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body))); self.end_headers()
        try: self.wfile.write(body)
        except OSError: pass
    do_POST = do_GET
    def log_message(self, *a): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
open(os.path.join(folder, 'port.part'), 'w').write(str(server.server_port))
os.rename(os.path.join(folder, 'port.part'), os.path.join(folder, 'port'))
server.serve_forever()
