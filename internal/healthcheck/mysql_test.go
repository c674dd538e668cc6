package healthcheck_test

import (
	"net"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// TestRealMySQL logs in at a real MariaDB, which tools/mariadb.sh starts (make testacc-mysql).
func TestRealMySQL(t *testing.T) {
	t.Parallel()
	host, portText, err := net.SplitHostPort(os.Getenv("MARIADB_ADDRESS"))
	if err != nil {
		t.Skip("no MARIADB_ADDRESS: run it by tools/mariadb.sh")
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		t.Fatal(err)
	}
	good := healthcheck.MySQLCheck{Port: port, Database: "shop", Username: "shop", Password: os.Getenv("MARIADB_PASSWORD")}
	change := func(edit func(*healthcheck.MySQLCheck)) healthcheck.MySQLCheck {
		changed := good
		edit(&changed)
		return changed
	}
	for name, test := range map[string]struct {
		check healthcheck.MySQLCheck
		want  string
	}{
		"login":          {good, ""},
		"not encrypted":  {change(func(c *healthcheck.MySQLCheck) { c.TLS = healthcheck.MySQLTLSOff }), ""},
		"wrong password": {change(func(c *healthcheck.MySQLCheck) { c.Password = "p4ss" }), "Error 1045 (28000): Access denied for user 'shop'"},
		"other database": {change(func(c *healthcheck.MySQLCheck) { c.Database = "mysql" }), "Error 1044 (42000): Access denied"},
		"handshake only": {change(func(c *healthcheck.MySQLCheck) { c.Password, c.HandshakeOnly = "", true }), ""},
		"other port":     {change(func(c *healthcheck.MySQLCheck) { c.Port, c.HandshakeOnly = closedPort(t), true }), "connection refused"},
		// Debian's certificate is made by the server for itself, if there is one.
		"not trusted": {change(func(c *healthcheck.MySQLCheck) { c.TLS = healthcheck.MySQLTLSVerify }), "TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			err := lookOnce(t, healthcheck.MySQL(host, test.check))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestMySQLOfAnother: what listens there is no database.
func TestMySQLOfAnother(t *testing.T) {
	t.Parallel()
	listener, port := listen(t, 0)
	go func() {
		for connection, err := listener.Accept(); err == nil; connection, err = listener.Accept() {
			_, _ = connection.Write([]byte("SSH-2.0-x\r\n"))
			connection.Close()
		}
	}()
	for _, handshakeOnly := range []bool{false, true} {
		check := healthcheck.MySQLCheck{Port: port, Database: "d", Username: "u", HandshakeOnly: handshakeOnly}
		if err := lookOnce(t, healthcheck.MySQL(loopback, check)); err == nil {
			t.Errorf("it passed (handshake only: %t)", handshakeOnly)
		}
	}
}
