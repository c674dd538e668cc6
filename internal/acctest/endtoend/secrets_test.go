package endtoend

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestTraceHoldsNoSecret applies both clouds with all logs at TRACE and looks for the secrets in them.
func TestTraceHoldsNoSecret(t *testing.T) {
	t.Parallel()
	const userData = "#cloud-config\\npassword: secret-of-cloud-init\\n"
	w := newWorkspace(t, occi.Options{Manner: occi.MannerOcciOS}, cloudsigma.Options{}, strings.ReplaceAll(`
resource "occi_compute" "vm" {
  os_template = "cirros-0.3.0-x86_64-uec"
  user_data   = "USERDATA"

  admin_password_wo         = "secret-of-administrator"
  admin_password_wo_version = 1

  health_check = {
    address    = "127.0.0.1"
    timeout    = "500ms"
    on_failure = "ignore"
    urls       = ["http://me:secret-of-userinfo@{{ip}}:1/?token=secret-of-query"]
    http       = [{ url = "http://secret-of-http-user@{{ip}}:1/?secret-of-http-query" }]
    mysql      = [{ database = "shop", username = "me", port = 1, password_wo = file("mysql.txt") }]
    ssh = {
      port = 1, user = "me", command = "true", accept_any_host_key = true
      private_key_wo = file("health.key")
    }
  }
}

resource "cloudsigma_server" "server" {
  provider     = occi
  name         = "server"
  cpu          = 2000
  memory       = 2147483648
  vnc_password = "secret-of-vnc"
  user_data    = "USERDATA"
  meta         = { base64_fields = "own", own = base64encode("secret-of-encoded-meta"), colour = "secret-of-meta" }
  network { type = "dhcp" }
}

resource "cloudsigma_server" "hidden" {
  provider = occi
  name     = "hidden"
  cpu      = 2000
  memory   = 2147483648

  vnc_password_wo         = "secret-of-hidden-vnc"
  vnc_password_wo_version = 1
}

resource "cloudsigma_global_context" "context" {
  provider = occi
  values   = { colour = "secret-of-context" }
}

resource "cloudsigma_ssh_key" "made" {
  provider = occi
  name     = "made"
  generate = "ed25519"
}

resource "cloudsigma_drive" "uploaded" {
  provider = occi
  name     = "uploaded"
  media    = "disk"
  size     = 1073741824
  source   = "image.raw"
}
`, "USERDATA", userData))
	if err := os.WriteFile(filepath.Join(w.folder, "image.raw"), []byte("image"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, keyFile := acctest.NewKey(t)
	w.write(t, "health.key", keyFile)
	w.write(t, "mysql.txt", "secret-of-mysql")
	log := filepath.Join(w.folder, "trace.log")
	w.env = append(w.env, "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	output := w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
	content, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	trace := string(content)
	if !strings.Contains(trace, "HTTP exchange in full") {
		t.Fatal("the log has no HTTP exchanges: it proves nothing")
	}
	encoded := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(userData, "\\n", "\n")))
	secrets := map[string]string{
		"Keystone password": keystone.DefaultPassword, "CloudSigma password": cloudsigma.DefaultPassword,
		"VNC password": "secret-of-vnc", "hidden VNC password": "secret-of-hidden-vnc", "administrator's password": "secret-of-administrator", "user data": "secret-of-cloud-init", "encoded user data": encoded,
		"basic authentication": base64.StdEncoding.EncodeToString([]byte(cloudsigma.DefaultUser + ":" + cloudsigma.DefaultPassword)),
	}
	for name, secret := range map[string]string{
		"meta": "secret-of-meta", "encoded meta": base64.StdEncoding.EncodeToString([]byte("secret-of-encoded-meta")), "global context": "secret-of-context",
		"user of a checked URL": "secret-of-userinfo", "query of a checked URL": "secret-of-query",
		"user of a URL": "secret-of-http-user", "query of a URL": "secret-of-http-query",
		"password of a checked database": "secret-of-mysql", "key of a check": strings.Split(keyFile, "\n")[1],
	} {
		secrets[name] = secret
	}
	for _, request := range w.occi.Log.All() {
		secrets["token"] = request.Header.Get("X-Auth-Token")
		if secrets["token"] != "" {
			break
		}
	}
	if secrets["token"] == "" {
		t.Fatal("no request had a token: it proves nothing")
	}
	uploads := w.cloudSigma.Log.Matching("POST", "/upload/")
	if len(uploads) != 1 {
		t.Fatalf("%d chunks were sent: it proves nothing", len(uploads))
	}
	secrets["link of an upload"] = strings.TrimPrefix(uploads[0].Path, "/api/2.0/")
	for what, secret := range secrets {
		if i := strings.Index(trace, secret); i >= 0 {
			t.Errorf("the log holds the %s: ...%s...", what, trace[max(0, i-300):min(len(trace), i+100)])
		}
	}
	for _, secret := range []string{"secret-of-vnc", "secret-of-hidden-vnc", "secret-of-administrator", "secret-of-mysql"} {
		if strings.Contains(output, secret) {
			t.Errorf("the output of apply holds the %s", secret)
		}
	}
	state, err := os.ReadFile(filepath.Join(w.folder, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	privateKey := regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\r)?\\n([\w+/=]+)`).FindStringSubmatch(string(state))
	if privateKey == nil || strings.Contains(trace, privateKey[1]) || strings.Contains(output, privateKey[1]) {
		t.Error("the log or the output holds the private key, or it proves nothing")
	}
	if !strings.Contains(string(state), "admin_password_wo_version") || strings.Contains(string(state), "secret-of-administrator") {
		t.Error("the state holds the administrator's password, or it proves nothing")
	}
	if !strings.Contains(string(state), `"http://127.0.0.1:1/?token=***"`) || strings.Contains(string(state), "secret-of-mysql") {
		t.Error("the state holds the password of a check, or it proves nothing")
	}
	if !strings.Contains(string(state), "vnc_password_wo_version") || strings.Contains(string(state), "secret-of-hidden-vnc") {
		t.Error("the state holds the VNC password that is only written, or it proves nothing")
	}
}
