output "hadoop_master" {
  description = "Address of the node hadoop-master."
  value       = occi_floating_ip.hadoop_master.address
}

output "hadoop_slave" {
  description = "Addresses of the instances of the node hadoop-slave."
  value       = occi_compute.hadoop_slave[*].addresses[0]
}
